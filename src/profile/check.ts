/**
 * Says that a profile can be read and contradicts itself. The message is the
 * complaint that pprof has of it (profile/profile.go, CheckValid).
 */
export class Contradiction extends Error {}
