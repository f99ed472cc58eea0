const rooms = {
  protocol: [],
  bedrock: ['protocol'],
  sdk: ['protocol', 'bedrock'],
  'trace-store': ['protocol', 'sqlite'],
  'workspace-store': ['protocol', 'sqlite'],
  'attachment-store': ['protocol'],
  sqlite: ['protocol'],
  'dual-protocol-server': [],
  emulator: ['protocol', 'bedrock', 'dual-protocol-server'],
  gateway: ['protocol', 'bedrock', 'dual-protocol-server'],
  'api-client': ['protocol'],
};

/** One rule a package: it may enter only the packages its layer allows. */
const layerRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `layer-${room}`,
  comment: `packages/${room} may import: ${allowed.join(', ') || 'no other package'}`,
  severity: 'error',
  from: { path: `^packages/${room}/src/`, pathNot: '\\.test\\.ts$' },
  to: { path: '^(packages|apps)/', pathNot: `^packages/(${[room, ...allowed].join('|')})/` },
}));

export default {
  forbidden: [
    ...layerRules,
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: '\\.test\\.tsx?$' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'web-through-the-api',
      comment: 'The page knows the server only through api-client and protocol',
      severity: 'error',
      from: { path: '^apps/web/src/' },
      to: { path: '^(packages|apps)/', pathNot: '^(apps/web/|packages/(api-client|protocol)/)' },
    },
    {
      name: 'cli-through-the-api',
      comment: 'The command line knows the server only through api-client and protocol',
      severity: 'error',
      from: { path: '^apps/cli/src/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(packages|apps)/', pathNot: '^(apps/cli/|packages/(api-client|protocol)/)' },
    },
    {
      name: 'front-door',
      comment: 'A package is entered by its index.ts (or a listed subpath)',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: {
        path: '^packages/([^/]+)/src/',
        pathNot: [
          '^packages/$2/',
          '^packages/[^/]+/src/index\\.ts$',
          '^packages/[^/]+/src/[^/]+-subpath\\.ts$',
        ],
      },
    },
    {
      name: 'drivers-behind-the-stores',
      comment: 'Only a store backend imports a database driver',
      severity: 'error',
      from: { pathNot: '^packages/(sqlite|trace-store|workspace-store)/' },
      to: { path: '(^|/)node_modules/(libsql|better-sqlite3)/' },
    },
    {
      name: 'tracer-knows-no-instrumentation',
      severity: 'error',
      from: { path: '^packages/sdk/src/(tracer|export)/' },
      to: { path: '^packages/sdk/src/instrumentation/' },
    },
    {
      name: 'clients-apart',
      comment:
        'What the clients of AWS and those that Stainless generates share is in instrumentation/model-call',
      severity: 'error',
      from: { path: '^packages/sdk/src/instrumentation/(stainless|anthropic|openai|model-call)/' },
      to: { path: '^packages/sdk/src/instrumentation/aws-sdk/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      conditionNames: ['outcrop-source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
