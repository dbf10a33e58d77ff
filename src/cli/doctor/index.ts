export { formatDoctor } from './formatDoctor.js';
export type { DoctorReport, EngineFinding, Finding } from './report.js';
export { runDoctor } from './runDoctor.js';
