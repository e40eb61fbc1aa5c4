import type {Config} from '../config/config.js';
import type {TrimOptions} from '../graph/trim.js';

/** What `config` limits a graph to; with `trim` off it limits nothing. */
export function trimOptions({trim, nodeCount, nodeFraction, edgeFraction, sort}: Config): TrimOptions {
  return trim ? {sort, nodeFraction, edgeFraction, nodeCount: Math.max(0, nodeCount)} : {sort, nodeCount: 0, nodeFraction: 0, edgeFraction: 0};
}
