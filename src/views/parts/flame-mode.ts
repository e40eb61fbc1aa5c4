import type {Config} from '../../config/config.js';
import type {FlamegraphReport} from '../../report/flamegraph.js';

/** What the colours of a flame graph say. */
export type FlameMode = Config['flameColour'] | 'change';

/** A comparison says what changed, unless another answer is asked for. */
export function flameMode({sides}: FlamegraphReport, asked: Config['flameColour']): FlameMode {
  return asked === '' && sides !== undefined ? 'change' : asked;
}
