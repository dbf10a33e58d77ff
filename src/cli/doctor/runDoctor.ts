import { cacheRoot, findCompiler, findPython } from '../../compute/index.js';
import { adviceFor } from './advice.js';
import * as probe from './probes.js';
import type { DoctorReport, Findings } from './report.js';

/**
 * Looks at everything that training needs: Node, tensor engine, GPU, sockets, the tools that build the
 * native engine, and the cache. It changes nothing and never fails; what is missing is in the report.
 */
export async function runDoctor(): Promise<DoctorReport> {
  const [engine, gpus, zeromq, python, compiler] = await Promise.all([
    probe.probeEngine(),
    probe.probeGpus(),
    probe.probeZeromq(),
    findPython(),
    findCompiler(),
  ]);
  const findings: Findings = {
    node: probe.probeNode(),
    machine: probe.probeMachine(),
    engine,
    gpus,
    zeromq,
    python: probe.toolFinding(python),
    compiler: probe.toolFinding(compiler),
    cache: probe.probeCache(cacheRoot()),
  };
  const ready = findings.node.supported && engine.found && zeromq.found;
  return { ready, ...findings, advice: adviceFor(findings) };
}
