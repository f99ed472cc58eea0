export { loadLambdaHandler } from './lambda/load-lambda-handler.ts';
export { wrapLambdaHandler, type LambdaOptions } from './lambda/wrap-lambda-handler.ts';
