import type { DoctorReport, EngineFinding, Finding } from './report.js';

/** The report as lines for a person; ends with the advice, or with a line that all is there. */
export function formatDoctor(report: DoctorReport): string {
  const { node, machine, engine, gpus, zeromq, cache } = report;
  const rows: [label: string, text: string][] = [
    ['Node', `${node.version}${node.supported ? '' : ` (wanted: ${node.wanted})`}`],
    ['System', `${machine.system}, ${machine.cores} cores, ${machine.memoryGiB} GiB of memory`],
    ['Engine', engineText(engine)],
    ['GPU', gpus.length === 0 ? 'none that an NVIDIA driver knows' : gpus.join('; ')],
    ['ZeroMQ', `${findingText(zeromq)}${zeromq.found ? curveText(zeromq.curve) : ''}`],
    ['Python', findingText(report.python)],
    ['Compiler', findingText(report.compiler)],
    ['Cache', `${cache.folder}${cache.writable ? '' : ' (not writable)'}`],
  ];
  const width = Math.max(...rows.map(([label]) => label.length)) + 2;
  const lines = rows.map(([label, text]) => `${label.padEnd(width)}${text}`);
  return [...lines, '', ...closingLines(report)].join('\n');
}

function closingLines({ ready, advice }: DoctorReport): string[] {
  if (advice.length === 0) return ['Everything is there.'];
  const verdict = ready ? 'Training works; it could be better:' : 'Training cannot start yet:';
  return [verdict, ...advice.map((line) => `- ${line}`)];
}

function engineText(engine: EngineFinding): string {
  if (!engine.found) return `none (${engine.because})`;
  const { name, version, tfjsVersion, device, threads } = engine;
  const library = name === 'tensorflow' ? `libtensorflow ${version}` : `version ${version}`;
  const plural = threads === 1 ? '' : 's';
  return `${name} (${library}, TensorFlow.js ${tfjsVersion}) on the ${device}, ${threads} thread${plural}`;
}

function curveText(curve: boolean): string {
  return curve ? ', with CURVE encryption' : ', without CURVE encryption';
}

function findingText(finding: Finding): string {
  return finding.found ? finding.version : `not found (${finding.because})`;
}
