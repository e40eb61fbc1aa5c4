import type {Config} from '../config/config.js';
import type {TrimOptions} from '../graph/trim.js';

/** What `config` limits a graph to; with `trim` off it limits nothing. */
export function trimOptions({trim, nodeCount, nodeFraction, edgeFraction, sort}: Config): TrimOptions {
  return trim ? {sort, nodeFraction, edgeFraction, nodeCount: Math.max(0, nodeCount)} : {sort, nodeCount: 0, nodeFraction: 0, edgeFraction: 0};
}

/** Whether these options leave a graph as it is. */
export function limitsNothing({nodeCount, nodeFraction, edgeFraction}: TrimOptions): boolean {
  return nodeCount === 0 && nodeFraction === 0 && edgeFraction === 0;
}
