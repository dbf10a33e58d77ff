import { runActor } from '/work/main/src/actor/index.js';
import { Box, Discrete } from '@rl-tools/env';
const [,, address] = process.argv;
class Blank { observationSpace = new Box({low:0,high:255,shape:[72,96,3],dtype:'uint8'}); actionSpace=new Discrete(9); o=new Uint8Array(72*96*3); reset(){return [this.o,{}]} step(){return [this.o,0,false,false,{}]} render(){return null} close(){} }
await runActor({ connect: address, make: () => new Blank() as any });
