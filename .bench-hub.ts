import { ActorHub } from '/work/main/src/learner/hub/index.js';
import { spawn } from 'node:child_process';
const [,, bind, P, count, groups] = process.argv;
const hub = await ActorHub.listen({ bind: bind==='ipc'?undefined:bind, env:{id:'Blank-v0',count:Number(count)}, processes:Number(P), groups:Number(groups), seed:1, runId:'b', onEvent:e=>console.error(e.message)});
const kids = Array.from({length:Number(P)},()=>spawn(process.execPath,['--import','tsx','/work/main/.bench-actor.ts',hub.address],{stdio:'inherit',cwd:'/work/main'}));
await hub.describe();
const G=Number(groups); const n=hub.groupSizes;
const turn = async()=>{ for(let g=0;g<G;g++){ await hub.receive(g); hub.act(g,new Int32Array(n[g])); } };
for(let i=0;i<500;i++) await turn();
const N=3000, ts:number[]=[]; const cpu=process.cpuUsage();
const t0=performance.now();
for(let i=0;i<N;i++){ const t=performance.now(); await turn(); ts.push(performance.now()-t); }
const dt=performance.now()-t0; const c=process.cpuUsage(cpu);
ts.sort((a,b)=>a-b);
console.log(`${bind} P=${P} envs=${count} groups=${groups}: mean ${(dt/N/G).toFixed(3)} ms per exchange (group), median turn ${ts[N>>1].toFixed(3)}, p99 ${ts[Math.floor(N*.99)].toFixed(3)}, learner cpu/exch ${((c.user+c.system)/1000/N/G).toFixed(3)} ms, rss ${(process.memoryUsage().rss/1e6).toFixed(0)}MB`);
await hub.close(); 
