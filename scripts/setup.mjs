/** `npm run setup [-- --gpu]`: dependencies and native engine, tried again even if they failed before. */
import { bootstrap, fail } from './bootstrap.mjs';

const unknown = process.argv.slice(2).filter((argument) => argument !== '--gpu');
if (unknown.length > 0) {
  fail(new Error(`unknown argument ${unknown[0]}; expected nothing or --gpu`));
} else {
  const variant = process.argv.includes('--gpu') ? 'gpu' : 'cpu';
  await bootstrap({ variant, again: true }).catch(fail);
}
