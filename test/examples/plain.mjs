/** Trains copies of the examples without the lines that CPC takes; prints what they report as JSON. */
import { chooseEngine } from '@rl-tools/cpc/compute';

const [folder] = process.argv.slice(2);
await chooseEngine({ preferred: 'wasm' }); // as the examples do
const results = [];
for (const name of ['lstm', 'ppo', 'gru', 'feedforward']) {
  const { main } = await import(`${folder}/${name}.ts`);
  for (const progress of main(1)) {
    results.push([name, progress]);
    if (progress.update === 2) break;
  }
}
console.log(JSON.stringify(results));
