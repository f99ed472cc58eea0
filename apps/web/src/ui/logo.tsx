import styles from './logo.module.css';

/** Three strata, the uppermost reaching the surface. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg className={styles.logo} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path className={styles.upper} d="M13 5.2 20.2 3l3.9 6.8-14.6 3.7z" />
      <path className={styles.middle} d="M8.3 15.7 25.3 11.4l2.5 4.4L5.6 21.3z" />
      <path className={styles.lower} d="M4.4 23.5 28.9 17.6l2.1 3.8V28H2z" />
    </svg>
  );
}
