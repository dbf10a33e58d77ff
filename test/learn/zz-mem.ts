import { readEpisodes } from '../../src/metrics/index.js';
import { mkdtempSync } from 'node:fs';
import { a2cConfig, createA2cAgent } from '../../agents/a2c/index.js';
import { chooseEngine, tf } from '../../src/compute/index.js';
import { MemoryEnv } from '../../test/support/memoryEnv.js';
import { openTraining } from '../../test/support/inProcessTraining.js';
import type { Agent } from '../../src/learner/index.js';
const arg = (n: string, d: number) => Number(process.argv.find((a) => a.startsWith(`${n}=`))?.split('=')[1] ?? d);
const delays = (process.argv.find((a) => a.startsWith('delays='))?.slice(7) ?? '12').split(',').map(Number);
const seed = arg('seed', 1), T = arg('T', 14), delay = arg('delay', 12), B = arg('B', 64), iters = arg('iters', 1000), lr = arg('lr', 2e-3), units = arg('units', 32), emb=arg('emb',16), ent = arg('ent', 0.01), reset = arg('reset', 0), clip=arg('clip',1), gamma=arg('gamma',0.99);
await chooseEngine();
const config = a2cConfig.parse({ unrollLength: T, embeddingSize: emb, lstmSize: units, entropyCost: ent, reduction: 'mean', discount: gamma });
let agent: Agent = createA2cAgent({ config, imageShape: [20, 20, 3], actions: 2, seed });
if (reset) {
  const inner = agent;
  agent = { ...inner, unroll: (b, s) => inner.unroll(b, { hidden: tf.zerosLike(s.hidden!), cell: tf.zerosLike(s.cell!) }) };
}
const t0 = performance.now();
const training = await openTraining({ out: mkdtempSync('/tmp/memrun-') + '/run', make: () => new MemoryEnv({ delays }), environments: B, agent,
  settings: { seed, unrollLength: T, learningRate: lr, gradientClip: clip } });
const cpu0 = process.cpuUsage();
let reached = -1; const long=()=>{const e=readEpisodes(training.run.episodes).filter(x=>x.length===Math.max(...delays)+1).slice(-200); return e.reduce((a,b)=>a+b.return,0)/e.length};
for (let i = 1; i <= iters; i++) {
  const s = await training.trainer.iterate();
  if (reached < 0 && (s.meanReturn ?? 0) > 0.95) reached = i;
  if (i % 50 === 0) { const c = process.cpuUsage(cpu0); console.log(seed, i, s.meanReturn?.toFixed(3), long().toFixed(3), 'loss', Number(s.metrics.loss).toFixed(4), 'ent', Number(s.metrics.entropy).toFixed(3), 'gn', Number(s.metrics.gradientNorm).toFixed(3), ((performance.now() - t0) / 1000).toFixed(1) + 's', 'cpu', ((c.user + c.system) / 1e6).toFixed(1), 'reached', reached); 
   if (reached > 0 && i > reached + 100) break; }
}
await training.close();
