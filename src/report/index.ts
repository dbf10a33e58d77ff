/** A comparison of runs as one self-contained page, with figures and data as files. */
export type { ReportFile } from './book.js';
export { createReport, type Report, type ReportOptions } from './createReport.js';
