export { activateWasm } from './activateWasm.js';
