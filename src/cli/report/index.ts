import { join } from 'node:path';
import type { Command } from 'commander';
import type { ReportFile } from '../../report/index.js';
import { addComparisonOptions, compareFolders } from '../compare.js';
import type { ComparisonFlags } from '../compare.js';
import { packageVersion } from '../paths.js';

/** Flags of `cpc-rl report`. */
interface ReportFlags extends ComparisonFlags {
  readonly out: string;
  readonly title: string;
  readonly figures?: string;
}

/** Where the page's script and style sheet are. */
const PAGE = { source: 'src/cli/report/page', built: 'dist/report' };

/** Adds `report` to the program. */
export function addReport(program: Command): void {
  const command = program
    .command('report')
    .description('write a comparison of arms as one HTML file that needs no network')
    .argument('<paths...>', 'run folders, sweep folders, or folders that contain such')
    .option('--out <file.html>', 'where the report goes; replaced if it exists', 'report.html')
    .option('--figures <dir>', 'also write figures (SVG) and data (CSV) into this folder')
    .option('--title <text>', 'heading of the report', 'Learning curves compared');
  addComparisonOptions(command).action(async (paths: string[], flags: ReportFlags) => {
    const { createReport } = await import('../../report/index.js');
    const { writeFileDurably } = await import('../../metrics/index.js');
    const comparison = await compareFolders(paths, flags);
    const { html, files } = await createReport(comparison, {
      title: flags.title,
      madeAt: new Date().toISOString(),
      version: packageVersion(),
      ...(await pageAssets()),
    });
    writeFileDurably(flags.out, html);
    process.stdout.write(`${flags.out}\n`);
    if (flags.figures !== undefined) await writeFigures(flags.figures, files);
  });
}

async function writeFigures(folder: string, files: readonly ReportFile[]): Promise<void> {
  const { writeFileDurably } = await import('../../metrics/index.js');
  for (const { name, content } of files) writeFileDurably(join(folder, name), content);
  process.stdout.write(`${folder}: ${files.length} files\n`);
}

async function pageAssets(): Promise<{ style: string; script: string }> {
  const { loadPageFiles } = await import('../localPage/index.js');
  const files = await loadPageFiles(PAGE);
  const text = (path: string): string => String(files[path]!.body);
  // A report is not the place to look for the sources of its script.
  const script = text('/page.js').replace(/^\/\/# sourceMappingURL=.*$/m, '');
  return { style: text('/style.css'), script };
}
