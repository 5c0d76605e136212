/** Red, green and blue, linear, from 0 to 1. */
type Light = readonly [number, number, number];

const linear = (color: string): Light => {
  const channel = (at: number): number => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
};

const luminance = ([red, green, blue]: Light): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

/** The contrast of two colours by WCAG 2.1, from 1 to 21. */
export const contrastOf = (a: string, b: string): number => {
  const [one, other] = [luminance(linear(a)), luminance(linear(b))];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
};

/**
 * What those see who lack one kind of cones, as a matrix over linear light (Machado, Oliveira and Fernandes, "A
 * Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, severity 1).
 */
export const visions = {
  trichromat: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanope: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranope: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanope: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

const dot = (row: readonly number[], light: Light): number => light.reduce((sum, value, index) => sum + value * (row[index] ?? 0), 0);

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/** A colour in CIE L*a*b* (D65), as such a reader sees it. */
const labOf = (color: string, vision: readonly number[]): Light => {
  const light = linear(color);
  const seen: Light = [clamp(dot(vision.slice(0, 3), light)), clamp(dot(vision.slice(3, 6), light)), clamp(dot(vision.slice(6, 9), light))];
  const curve = (value: number): number => (value > 216 / 24389 ? Math.cbrt(value) : ((24389 / 27) * value + 16) / 116);
  const x = curve(dot([0.4124564, 0.3575761, 0.1804375], seen) / 0.95047);
  const y = curve(luminance(seen));
  const z = curve(dot([0.0193339, 0.119192, 0.9503041], seen) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
};

/** How different two colours look to such a reader: the distance in L*a*b*, where about 2 is the least that is noticed. */
export const differenceOf = (a: string, b: string, vision: readonly number[]): number => {
  const [one, other] = [labOf(a, vision), labOf(b, vision)];
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
};
