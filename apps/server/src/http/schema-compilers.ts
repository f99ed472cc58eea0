import AjvCompiler from '@fastify/ajv-compiler';
import type { FastifyServerOptions } from 'fastify';

type CompilersFactory = NonNullable<FastifyServerOptions['schemaController']>['compilersFactory'];
// The types of Fastify say of what a compiler gets that it is the schema; it is the route's, with the schema in it.

type Compile = (route: { schema: object }) => Validate;
type Validate = ((value: unknown) => unknown) & { errors?: unknown };

const buildCompiler = AjvCompiler() as unknown as (...options: unknown[]) => Compile;

/**
 * Compiles the schema of a request when the first such request comes: to compile all of them takes a third of the server's
 * start. The schemas of answers describe them and do not shape them.
 */
export const schemaCompilers = {
  buildValidator: (...options: unknown[]): Compile => {
    let compile: Compile | undefined;
    return (route) => {
      let validate: Validate | undefined;
      const validateLazily: Validate = (value) => {
        validate ??= (compile ??= buildCompiler(...options))(route);
        const result = validate(value);
        validateLazily.errors = validate.errors;
        return result;
      };
      return validateLazily;
    };
  },
  buildSerializer: () => () => (data: unknown) => JSON.stringify(data),
} as unknown as CompilersFactory;
