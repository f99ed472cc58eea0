const grouped = new Intl.NumberFormat('en-US');

/** 1234567 → "1,234,567". */
export function formatCount(count: number): string {
  return grouped.format(count);
}

/** (1, "span") → "1 span", (2, "span") → "2 spans"; a third argument is an irregular plural. */
export function formatCounted(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

const tokenUnits = [
  { size: 1_000_000_000, suffix: 'B' },
  { size: 1_000_000, suffix: 'M' },
  { size: 1000, suffix: 'k' },
];

/** 812 → "812", 1234 → "1.2k", 241000 → "241k". */
export function formatTokens(tokens: number): string {
  // 999,950 would read "1000k" if the unit were chosen before rounding.
  const unit = tokenUnits.find(({ size }) => tokens >= size * 0.9995);
  if (!unit || tokens < 1000) return formatCount(Math.round(tokens));
  const scaled = tokens / unit.size;
  return `${scaled.toFixed(scaled < 99.95 ? 1 : 0).replace(/\.0$/, '')}${unit.suffix}`;
}

/** 1 → "1 token", 1234 → "1.2k tokens". */
export function formatTokenCount(tokens: number): string {
  return `${formatTokens(tokens)} ${tokens === 1 ? 'token' : 'tokens'}`;
}

const smallestCostUsd = 0.000_001;

/** US dollars with as many digits as the amount deserves, never finer than a millionth: "$0.0031", "$0.142", "$12.40". */
export function formatCost(usd: number): string {
  if (usd === 0) return '$0';
  if (usd < smallestCostUsd) return `<$${smallestCostUsd.toFixed(6)}`;
  if (usd >= 1)
    return `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  const decimals = usd >= 0.1 ? 3 : Math.min(6, Math.max(2, 1 - Math.floor(Math.log10(usd))));
  const amount = usd.toFixed(decimals);
  // "$0.00020" says no more than "$0.0002", while "$0.10" is how money is written.
  return `$${decimals > 4 ? amount.replace(/0+$/, '') : amount}`;
}

/** US dollars to the picodollar, for a tooltip or a sum that is checked: "$0.0000012". */
export function formatExactCost(usd: number): string {
  const amount = usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 12 });
  return `$${amount}`;
}

/** US dollars for a million tokens: "$3.00", "$0.25", "$0.0035". */
export function formatPrice(usd: number): string {
  return `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 4 })}`;
}

/** 512 → "512 B", 1536 → "1.5 kB" (1 kB is 1,000 bytes). */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** 0.834 → "83 %"; what is not nothing is never shown as "0 %". */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.01) return '<1 %';
  return `${Math.round(share * 100)} %`;
}
