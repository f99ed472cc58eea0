/** Bytes on the heap and in buffers beside it: whoever keeps spans there pays for them as well. */
export function measureMemory() {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
