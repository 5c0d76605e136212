const significant = (value: number, digits: number): string => {
  if (value === 0) return '0';
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
  const [whole = '', fraction] = value.toFixed(Math.min(decimals, 6)).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/gu, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};

/** A time of so many milliseconds in a unit, with two or three digits that count: `0.0042`, `38.1`, `1,424`. */
export const formatTime = (milliseconds: number, unit: 'ms' | 'ns'): string => significant(unit === 'ms' ? milliseconds : milliseconds * 1e6, 3);

/** How many times: `1.3x`, `0.40x`, `2,150x`. */
export const formatRatio = (value: number): string => `${significant(value, 2)}x`;

/** How far the runs lay apart: `±3%` for half of the middle half. */
export const formatSpread = (spread: number): string => `±${Math.round(spread * 50)}%`;

/** A size as the tables head it: `10`, `1e3`, `1e6`. */
export const formatSize = (size: number): string => {
  const power = Math.log10(size);
  return size >= 1000 && Number.isInteger(power) ? `1e${power}` : String(size);
};

/** Bytes as millions: `41.2 MB`. */
export const formatBytes = (bytes: number): string => `${significant(bytes / 1e6, 3)} MB`;
