import tseslint from 'typescript-eslint';

/** Functions whose result differs between JavaScript engines: forbidden where bytes must be equal everywhere. */
const implementationDefinedMath = [
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'atan2',
  'sinh',
  'cosh',
  'tanh',
  'asinh',
  'acosh',
  'atanh',
  'exp',
  'expm1',
  'log',
  'log1p',
  'log2',
  'log10',
  'pow',
  'cbrt',
  'hypot',
];

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', 'runs/', 'coverage/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // An assertion after an index that a loop has already bounded is clearer than a dead branch.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // TensorFlow.js's tidy() takes type literals, not interfaces: they have no index signature.
      '@typescript-eslint/consistent-type-definitions': 'off',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 3],
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'Randomness comes from a seed that is passed in.',
        },
      ],
    },
  },
  {
    files: ['src/**/*.ts', 'agents/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@tensorflow/*'],
              message: 'Only src/compute imports TensorFlow.js; import { tf } from its index.',
            },
          ],
        },
      ],
    },
  },
  { files: ['src/compute/**/*.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['envs/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...[...implementationDefinedMath, 'random'].map((property) => ({
          object: 'Math',
          property,
          message: 'Not the same on every machine: use the committed tables (envs/engine).',
        })),
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-params': 'off',
      'max-lines': 'off',
      // Tests look at methods without calling them.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
