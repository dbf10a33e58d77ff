/** Pages that this program serves to a browser on the same machine. */
export { isLoopback, LOOPBACK } from './hosts.js';
export { loadPageFiles, type PageFile, type PageFiles } from './pageFiles.js';
export { BodyError, readJson } from './readJson.js';
export {
  isRead,
  jsonAnswer,
  methodAnswer,
  startLocalServer,
  textAnswer,
  type Answer,
  type Asked,
  type LocalServer,
} from './server.js';
export { untilSignalled } from './untilSignalled.js';
