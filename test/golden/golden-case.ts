/** One command line, and what pprof came to. A word that names a profile begins with `profiles/`, or has it after a `=`. */
export interface GoldenCase {
  readonly args: readonly string[];
  readonly exit: number;
  readonly stdout: string;
}
