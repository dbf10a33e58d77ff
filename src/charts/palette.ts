/** How a line is drawn: by colour, dash and marker, so that no reader needs colour. */
export interface LineStyle {
  /** Place among its like, from 0. */
  readonly index: number;
  /** On white. */
  readonly color: string;
  /** On a dark ground. */
  readonly darkColor: string;
  /** Lengths of dashes and gaps, pixels; none: a solid line. */
  readonly dash: readonly number[];
  readonly marker: Marker;
}

/** How an arm is drawn, the same in every figure; its class on a page is `arm-<index>`. */
export type ArmStyle = LineStyle;

/** Shapes that echarts knows. */
export type Marker = 'circle' | 'rect' | 'triangle' | 'diamond' | 'pin' | 'arrow';

/**
 * Colours that stay apart for colour-blind readers: Okabe and Ito 2008, "Color Universal Design".
 * They are darkened or lightened until they stand out from either ground by 3:1 (WCAG 2.2, 1.4.11), the first
 * three so that they also differ in lightness.
 */
const COLORS = [
  { color: '#0072B2', darkColor: '#3D9BE0' }, // blue
  { color: '#D55E00', darkColor: '#F08A3C' }, // vermillion
  { color: '#009E73', darkColor: '#6BE3B5' }, // bluish green
  { color: '#A8457F', darkColor: '#E79BC6' }, // reddish purple
  { color: '#6B5600', darkColor: '#F0E442' }, // yellow
  { color: '#4D4D4D', darkColor: '#C8C8C8' }, // grey for black
] as const;

/** Colours of steps k, in an order that the eye sees: from violet by way of green to ochre. */
const STEP_COLORS = [
  { color: '#4A1486', darkColor: '#C9A6F5' },
  { color: '#2F5C9E', darkColor: '#8FB8F0' },
  { color: '#1B7F86', darkColor: '#63CFD3' },
  { color: '#2E8540', darkColor: '#6FDC9C' },
  { color: '#737D00', darkColor: '#D0DC5A' },
  { color: '#B06000', darkColor: '#F5B95A' },
] as const;

/** Every colour that differs between light and dark, by its variable on a page. */
const THEMED = [
  ...COLORS.map((entry, i) => ({ name: `--arm-${i}`, ...entry })),
  ...STEP_COLORS.map((entry, i) => ({ name: `--step-${i}`, ...entry })),
];

const DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3], [14, 4], [4, 2, 1, 2, 1, 2]] as const;
const MARKERS = ['circle', 'rect', 'triangle', 'diamond', 'pin', 'arrow'] as const;

/** Colours of everything else in a figure; on a page they follow its theme. */
export const INK = {
  ground: '#ffffff',
  text: '#1b1d21',
  quiet: '#565b63',
  axis: '#767c85',
  grid: '#e3e5e8',
} as const;

/** The same on a dark ground. */
export const DARK_INK: Readonly<Record<keyof typeof INK, string>> = {
  ground: '#1b1e23',
  text: '#eceef1',
  quiet: '#a9b0ba',
  axis: '#868d97',
  grid: '#33383f',
};

/** The style of arm `index`; after six the colours come again with other dashes and markers. */
export function armStyle(index: number): ArmStyle {
  return styleFrom(COLORS, index);
}

/** The style of the `index`-th line of a few steps k. */
export function stepStyle(index: number): LineStyle {
  return styleFrom(STEP_COLORS, index);
}

function styleFrom(
  colors: readonly Pick<LineStyle, 'color' | 'darkColor'>[],
  index: number,
): LineStyle {
  const shift = index + Math.floor(index / colors.length);
  return {
    index,
    ...colors[index % colors.length]!,
    dash: DASHES[shift % DASHES.length]!,
    marker: MARKERS[shift % MARKERS.length]!,
  };
}

/**
 * A picture's own colours replaced by the page's variables, so that it follows light and dark.
 * `--arm-<n>`, `--step-<n>` and `--ink-<name>` are set by {@link themeVariables}.
 */
export function followTheme(svg: string): string {
  const variables = new Map(
    Object.entries(STANDALONE_COLORS).map(([name, color]) => [color.toLowerCase(), `var(${name})`]),
  );
  return svg.replace(
    /(fill|stroke)="(#[0-9a-f]{6})"/gi,
    (whole, attribute: string, color: string) => {
      const variable = variables.get(color.toLowerCase());
      return variable === undefined ? whole : `${attribute}="${variable}"`;
    },
  );
}

/** The page's variables as CSS declarations. */
export function themeVariables(theme: 'light' | 'dark'): string {
  const ink = theme === 'light' ? INK : DARK_INK;
  return [
    ...THEMED.map(
      ({ name, color, darkColor }) => `${name}:${theme === 'light' ? color : darkColor}`,
    ),
    ...Object.entries(ink).map(([name, color]) => `--ink-${name}:${color}`),
  ].join(';');
}

/** The colour of an arm on the page. */
export function armVariable({ index }: ArmStyle): string {
  return `var(--arm-${index % COLORS.length})`;
}

/** Variables and the colours of standalone pictures, for pictures saved from the page. */
export const STANDALONE_COLORS: Readonly<Record<string, string>> = Object.fromEntries([
  ...THEMED.map(({ name, color }) => [name, color] as const),
  ...Object.entries(INK).map(([name, color]) => [`--ink-${name}`, color] as const),
]);

/**
 * From low to high, even to the eye, also to colour-blind ones, and in grey: viridis, Smith and van der
 * Walt 2015 (CC0), in ten steps.
 */
export const SEQUENTIAL_COLORS: readonly string[] = [
  '#440154',
  '#482878',
  '#3e4989',
  '#31688e',
  '#26828e',
  '#1f9e89',
  '#35b779',
  '#6ece58',
  '#b5de2b',
  '#fde725',
];
