import type { Findings } from './report.js';

/** For each thing that is missing, one line on how to get it; empty where nothing is. */
export function adviceFor(findings: Findings): string[] {
  return [
    ...nodeAdvice(findings),
    ...engineAdvice(findings),
    ...zeromqAdvice(findings),
    ...cacheAdvice(findings),
  ];
}

function nodeAdvice({ node }: Findings): string[] {
  if (node.supported) return [];
  return [
    `Node ${node.version} is too old: install Node ${node.wanted} from your system or from nodejs.org.`,
  ];
}

function engineAdvice(findings: Findings): string[] {
  const { engine, gpus } = findings;
  if (!engine.found) return [`No tensor engine works: ${engine.because}. Run: npm ci`];
  if (engine.name !== 'tensorflow') {
    const missing = [findings.python, findings.compiler].filter((tool) => !tool.found);
    const tools = missing.map((tool) => `${tool.because}; install it first. `).join('');
    return [`The native engine is not in use, so training is slow. ${tools}Run: npm run setup`];
  }
  if (gpus.length > 0 && engine.device === 'cpu') {
    return ['There is a GPU that the engine does not use. Run: npm run setup -- --gpu'];
  }
  return [];
}

function zeromqAdvice({ zeromq }: Findings): string[] {
  if (!zeromq.found) return [`ZeroMQ is missing: ${zeromq.because}. Run: npm install zeromq`];
  if (zeromq.curve) return [];
  return [
    'This ZeroMQ was built without CURVE, so actors cannot be encrypted. ' +
      'Reinstall the package, which brings its own library: npm install zeromq',
  ];
}

function cacheAdvice({ cache }: Findings): string[] {
  if (cache.writable) return [];
  return [
    `The cache folder ${cache.folder} cannot be written: make it writable, or name another in CPC_RL_CACHE.`,
  ];
}
