import { conflictColor, kindPaints, pageThemes } from './palette.ts';
import type { PageTheme } from './palette.ts';

/** The style sheet of a picture: no text of the network is ever part of it. */
export const svgStyle = (theme: 'auto' | 'light' | 'dark'): string =>
  [
    // Fonts whose characters are all of one width, which the widths of the labels count on.
    `text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", "Noto Sans Mono CJK SC", monospace; }`,
    '.title { font-size: 16px; font-weight: bold; }',
    '.family { font-weight: bold; }',
    ...Object.entries(kindPaints).flatMap(([kind, paint]) => [`.k-${kind} .fill, .k-${kind} .plate { fill: ${paint.fill}; }`, `.k-${kind} text { fill: ${paint.ink}; }`]),
    '.box { fill: none; stroke-width: 1; }',
    '.gap .box, .rest .box { stroke-dasharray: 4 3; }',
    ...themeRules(pageThemes[theme === 'dark' ? 'dark' : 'light']),
    ...(theme === 'auto' ? ['@media (prefers-color-scheme: dark) {', ...themeRules(pageThemes.dark).map((rule) => `  ${rule}`), '}'] : []),
    `.error .box { stroke: ${conflictColor}; stroke-width: 3; }`,
    `.conflict { fill: ${conflictColor}; }`,
  ].join('\n');

const themeRules = (theme: PageTheme): readonly string[] => [
  `.page { fill: ${theme.page}; }`,
  `.on-page { fill: ${theme.text}; }`,
  `.gap text, .rest text, .muted { fill: ${theme.muted}; }`,
  `.inside { fill: ${theme.inside}; }`,
  `.box { stroke: ${theme.line}; }`,
  `.strip { fill: ${theme.page}; stroke: ${theme.line}; }`,
  `.taken { fill: ${theme.line}; }`,
];
