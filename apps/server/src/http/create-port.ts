import type { IncomingMessage, ServerResponse } from 'node:http';
import { createDualProtocolServer, type NodeExchange, type NodeRequest } from '@outcrop/dual-protocol-server';
import type { FastifyServerFactory } from 'fastify';
import { isOwnHostname } from './check-host.ts';

export interface PortOptions {
  /** PEM files' contents; cleartext without. */
  tls?: { cert: Buffer; key: Buffer };
  /** For a whole request to arrive. */
  requestTimeoutMs: number;
  /** Answers what is the gateway's; false for the rest. */
  handleCall: (exchange: NodeExchange) => boolean;
}

/** Browsers and SDKs keep their connections; whoever is in front of the server should give up first. */
const keepAliveMs = 72_000;

/**
 * HTTP/1.1 and HTTP/2 on one port. Calls of models go to the gateway without Fastify, which would be most of their cost.
 */
export function createPort({ tls, requestTimeoutMs, handleCall }: PortOptions): FastifyServerFactory {
  return (handleRest) => {
    const { server } = createDualProtocolServer(
      (exchange) => {
        if (isForOwnHost(exchange.request) && handleCall(exchange)) return;
        // Fastify takes both protocols' requests alike.
        handleRest(exchange.request as IncomingMessage, exchange.response as ServerResponse);
      },
      { tls, keepAliveTimeout: keepAliveMs, requestTimeout: requestTimeoutMs },
    );
    return server;
  };
}

/** A call in another's name is left to Fastify, which says what is wrong with it. */
function isForOwnHost({ headers }: NodeRequest): boolean {
  const authority = (headers as Record<string, string | undefined>)[':authority'] ?? headers.host ?? '';
  return isOwnHostname(authority.replace(/:\d+$/, ''));
}
