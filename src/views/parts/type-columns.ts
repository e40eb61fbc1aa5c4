import type {Engine, ProfileInfo} from '../../bridge/engine.js';
import {asked} from '../../config/asked.js';
import type {Config} from '../../config/config.js';
import {viewTexts} from '../texts.js';

/** A column of Top where all types stand side by side. */
export interface TypeColumn {
  readonly title: string;
  readonly unit: string;
  /** What the config names this type by; undefined for one that is computed from two. */
  readonly sampleIndex: string | undefined;
}

interface Values {
  readonly flat: Map<string, number>;
  readonly cum: Map<string, number>;
}

/** More columns than this are no picture; the types beyond stay in the menu. */
const mostTypes = 6;

/** The values of every sample type by function, asked one type after the other. */
export class TypeColumns {
  columns: readonly TypeColumn[] = [];
  #values: readonly Values[] = [];
  /** Rows of the sums and of the counts that the computed columns, the last ones, divide. */
  #means: readonly {readonly sum: number; readonly count: number}[] = [];
  #asked = '';

  constructor(readonly changed: () => void) {}

  ask(engine: Engine, profile: Pick<ProfileInfo, 'id' | 'sampleTypes'>, config: Config): void {
    const narrowed: Config = {...asked(config), trim: false, sort: 'flat', sampleIndex: ''};
    const question = profile.id + JSON.stringify(narrowed);
    if (question === this.#asked) return;
    this.#asked = question;
    void this.#measure(engine, profile, narrowed, question);
  }

  /** One value a column; undefined where the function has none in that type. */
  valuesOf(name: string, file: string, order: 'flat' | 'cum'): (number | undefined)[] {
    const key = keyOf(name, file);
    const values = this.#values.map((of) => of[order].get(key));
    const means = this.#means.map(({sum, count}) => (values[sum] && values[count] ? values[sum] / values[count] : undefined));
    return [...values, ...means];
  }

  async #measure(engine: Engine, {id, sampleTypes}: Pick<ProfileInfo, 'id' | 'sampleTypes'>, config: Config, question: string): Promise<void> {
    const types = sampleTypes.slice(0, mostTypes);
    const values: Values[] = [];
    try {
      for (let row = 0; row < types.length; row++) {
        const {model} = await engine.report(id, 'top', {...config, sampleIndex: String(row)});
        if (this.#asked !== question) return;
        const of: Values = {flat: new Map(), cum: new Map()};
        for (let at = 0; at < model.frame.length; at++) {
          const key = keyOf(model.frames.names[model.frame[at]!]!, model.frames.files[model.frame[at]!]!);
          of.flat.set(key, (of.flat.get(key) ?? 0) + model.flat[at]!);
          of.cum.set(key, (of.cum.get(key) ?? 0) + model.cum[at]!);
        }
        values.push(of);
      }
    } catch {
      // The view asks with the same filters and says what is wrong with them.
      this.#asked = '';
      return;
    }
    const rowOf = (type: string) => types.findIndex((candidate) => candidate.type === type);
    const means = ['inuse', 'alloc'].map((what) => ({what, sum: rowOf(`${what}_space`), count: rowOf(`${what}_objects`)})).filter(({sum, count}) => sum >= 0 && count >= 0);
    this.#values = values;
    this.#means = means;
    this.columns = [
      ...types.map(({type, unit}, row) => ({title: type, unit, sampleIndex: types.findIndex((other) => other.type === type) === row ? type : String(row)})),
      ...means.map(({what, sum}) => ({title: viewTexts.top.meanSize(what), unit: types[sum]!.unit, sampleIndex: undefined})),
    ];
    this.changed();
  }
}

function keyOf(name: string, file: string): string {
  return `${name}\0${file}`;
}
