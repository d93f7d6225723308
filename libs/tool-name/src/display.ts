/** What people see, without the rest of the codec, whose digests need Node: for browsers. */
export { displayText } from './display-text.js';
export { asciiToolName, displayToolName } from './display-tool-name.js';
