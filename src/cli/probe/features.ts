/** What is probed: c_t and z_t of the trained network, and of the same network before training. */
export const FEATURES = [
  'contexts',
  'embeddings',
  'untrainedContexts',
  'untrainedEmbeddings',
] as const;

/** One of {@link FEATURES}. */
export type FeatureName = (typeof FEATURES)[number];

/** What is predicted. */
export const TARGETS = ['position', 'heading', 'stepsSinceSeen'] as const;

/** One of {@link TARGETS}. */
export type TargetName = (typeof TARGETS)[number];
