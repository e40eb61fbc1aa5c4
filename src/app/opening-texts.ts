const numbers = new Intl.NumberFormat(undefined);

/** What is said of a profile while it opens, and of one that a link lacks. */
export const openingTexts = {
  running: 'Collecting a CPU profile',
  left: (of: number) => `left of ${of} s. Keep your load running.`,
  seconds_: (left: number) => `${left} s`,
  expected: (samples: number) => `The service samples its CPU 100 times a second. At one busy core you can expect about ${numbers.format(samples)} samples. The file is saved to your library when it arrives.`,
  reading: (name: string) => `Reading ${name}`,
  progress: (read: string, total: string, samples: number, samplesText: string) => {
    const far = total === '' ? `${read} read` : `${read} of ${total}`;
    return samples === 0 ? far : `${far} · ${samplesText} samples so far`;
  },
  building: 'Putting the pieces together',
  opening: (n: number, of: number) => `File ${n} of ${of}`,
  link: {title: (name: string) => name === '' ? 'This link needs a profile that is not on this device' : `This link needs ${name}`, text: (fingerprint: string) => `It is not in the library of this browser (fingerprint ${fingerprint}). Drop it here, and it opens as the link says.`, action: 'Choose the file'},
} as const;
