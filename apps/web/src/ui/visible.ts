/** Text of servers and models as people may see it: every word of theirs passes through this. */
export { displayText as visible } from '@countersign/tool-name/display';
