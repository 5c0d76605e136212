import { InvalidInputError } from '@ack-hybrid/core/errors';
import { planNetwork } from '../network/plan-network.ts';
import type { NetworkInput } from '../network/network-input.ts';
import type { NetworkPlan } from '../network/plan-network.ts';
import { mapAddresses } from './address-map.ts';
import { drawMarkdown } from './markdown-picture.ts';
import { networkToJson } from './network-json.ts';
import { drawSvg } from './svg-picture.ts';
import { drawText } from './text-picture.ts';

/** The form of a picture, and what can be chosen of it. */
export type DrawNetworkOptions =
  | {
      /** For a terminal or a ticket. The default. */
      readonly format?: 'text' | undefined;
      /** The widest line in cells: 100 without it, from 20 to 1000. A narrow picture leaves columns out, and cuts names with `…`. */
      readonly width?: number | undefined;
      /** Whether to colour it by ANSI codes. False by default. Conflicts have their marks in both cases. */
      readonly color?: boolean | undefined;
    }
  | {
      /** One SVG file that refers to nothing outside itself. */
      readonly format: 'svg';
      /** Its width in pixels: 960 without it, from 480 to 4096. The height follows from what there is to draw. */
      readonly width?: number | undefined;
      /** `auto`, the default, follows the reader's setting (`prefers-color-scheme`). */
      readonly theme?: 'auto' | 'light' | 'dark' | undefined;
    }
  | {
      /** Tables of blocks, findings, fixes and capacity. */
      readonly format: 'markdown';
    }
  | {
      /** The document of {@link networkToJson}, which {@link networkFromJson} reads back. */
      readonly format: 'json';
    };

/**
 * A picture of a network: its blocks by address, what is free between them, and its conflicts, marked with `!!` and the
 * number of the finding. Of one block at most 40 others are drawn, those in conflict first, then the lowest; `… and n more`
 * stands for the rest. The same network gives the same bytes.
 *
 * @param plan - what {@link planNetwork} said of the input; it is asked where there is none
 * @throws {InvalidInputError} where a field of the input can't be read, or an option is none
 * @example
 * console.log(drawNetwork(input, planNetwork(input), { width: 80 }));
 * await writeFile('network.svg', drawNetwork(input, planNetwork(input), { format: 'svg' }));
 */
export const drawNetwork = (input: NetworkInput, plan: NetworkPlan = planNetwork(input), options: DrawNetworkOptions = {}): string => {
  switch (options.format) {
    case undefined:
    case 'text':
      return drawText(mapAddresses(input, plan), plan, { width: readWidth(options.width, 100, 20, 1000), color: options.color === true });
    case 'svg':
      return drawSvg(mapAddresses(input, plan), plan, { width: readWidth(options.width, 960, 480, 4096), theme: readTheme(options.theme) });
    case 'markdown':
      return drawMarkdown(mapAddresses(input, plan), plan);
    case 'json':
      return networkToJson(input, plan);
    default:
      throw badOption('format', (options as { readonly format: unknown }).format, 'write text, svg, markdown or json');
  }
};

const readWidth = (width: number | undefined, otherwise: number, least: number, most: number): number => {
  if (width === undefined) return otherwise;
  if (!Number.isSafeInteger(width) || width < least || width > most) throw badOption('width', width, `write a whole number from ${least} to ${most}`);
  return width;
};

const readTheme = (theme: string | undefined): 'auto' | 'light' | 'dark' => {
  if (theme === undefined || theme === 'auto') return 'auto';
  if (theme !== 'light' && theme !== 'dark') throw badOption('theme', theme, 'write auto, light or dark');
  return theme;
};

const badOption = (path: string, value: unknown, remedy: string): InvalidInputError =>
  new InvalidInputError({ subject: 'picture', issues: [{ path, message: `${JSON.stringify(value) ?? String(value)} is not known here; ${remedy}` }], remediation: `Mend the option ${path}, and draw again.` });
