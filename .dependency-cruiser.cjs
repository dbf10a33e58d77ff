/** Imports go one way (docs/design.md, "Folders"). */
const only = (folder, allowed) => ({
  name: `${folder.replaceAll('/', '-')}-imports`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { path: '^(src|agents|envs)/', pathNot: `^(${[folder, ...allowed].join('|')})/` },
});

const folders = [
  'src/compute',
  'src/nn',
  'src/optim',
  'src/losses',
  'src/auxiliary/[^/]+',
  'src/transport',
  'src/actor',
  'src/learner',
  'src/evaluation',
  'src/metrics',
  'agents/[^/]+',
  'envs/src',
  'envs/engine',
  'envs/levels',
  'envs/classic',
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('src/compute', []),
    only('src/nn', ['src/compute']),
    only('src/optim', ['src/compute']),
    only('src/losses', ['src/compute']),
    only('src/auxiliary', ['src/compute', 'src/losses', 'src/nn']),
    only('src/transport', []),
    only('src/actor', ['src/transport', 'envs/src']),
    only('src/metrics', []),
    only('src/learner', [
      'envs/src',
      'src/compute',
      'src/nn',
      'src/optim',
      'src/losses',
      'src/auxiliary',
      'src/transport',
      'src/metrics',
    ]),
    only('src/evaluation', ['src/compute', 'src/learner', 'envs/src']),
    only('agents', ['src/compute', 'src/nn', 'src/losses', 'src/learner']),
    only('envs/src', []),
    only('envs/engine', []),
    only('envs/levels', ['envs/src', 'envs/engine']),
    only('envs/classic', ['envs/src']),
    ...folders.map((folder) => ({
      name: `${folder.replace(/\W+/g, '-')}-has-one-door`,
      comment: 'Import a folder through its index.ts.',
      severity: 'error',
      from: { pathNot: `^${folder}/` },
      to: { path: `^${folder}/`, pathNot: `^${folder}/index\\.ts$` },
    })),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|dist)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};
