import { withOutcrop } from 'outcrop/next';

const root = process.env.NEXT_APP_ROOT;

export default withOutcrop({ turbopack: { root }, outputFileTracingRoot: root });
