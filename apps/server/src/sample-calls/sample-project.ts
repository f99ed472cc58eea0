/** Where the traces of the sample calls are. */
export const sampleProject = 'sample';
