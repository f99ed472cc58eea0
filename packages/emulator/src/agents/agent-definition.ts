import { asArray, asObject, asString, isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';

/** A function that an agent may call. */
export interface AgentTool {
  actionGroup: string;
  name: string;
  /** JSON schemas by name. */
  parameters: JsonObject;
  /** Words of a prompt that call for it. */
  trigger: RegExp;
  /** Whether the caller runs it, between two calls of the agent. */
  returnsControl: boolean;
}

/** What an emulated agent is and may do. */
export interface AgentDefinition {
  name: string;
  /** Names the agent in a trace's caller chain. */
  aliasArn: string;
  foundationModel: string;
  instruction: string;
  tools: AgentTool[];
  knowledgeBaseIds: string[];
  collaborators: AgentDefinition[];
  guardrailId?: string;
  hasPreProcessing: boolean;
}

const defaultModel = 'anthropic.claude-3-haiku-20240307-v1:0';

/** The agent behind every agent id: it knows the weather, a knowledge base, a colleague for invoices, and a guardrail. */
export function buildStoredAgent(agentId: string, agentAliasId: string): AgentDefinition {
  return {
    name: 'emulator-agent',
    aliasArn: buildAliasArn(agentId, agentAliasId),
    foundationModel: defaultModel,
    instruction: 'You help the customers of a hardware shop. Answer briefly and say where you know it from.',
    tools: [
      {
        actionGroup: 'weather',
        name: 'get_weather',
        parameters: { city: { type: 'string', description: 'Where' } },
        trigger: /\b(?:weather|forecast)\b/iu,
        returnsControl: false,
      },
      {
        actionGroup: 'orders',
        name: 'cancel_order',
        parameters: { order: { type: 'string' } },
        trigger: /\bcancel\b/iu,
        returnsControl: true,
      },
    ],
    knowledgeBaseIds: ['EMULATORKB'],
    collaborators: [
      {
        name: 'billing',
        aliasArn: buildAliasArn('BILLING', 'LIVE'),
        foundationModel: 'amazon.nova-lite-v1:0',
        instruction: 'You look up invoices.',
        tools: [
          {
            actionGroup: 'invoices',
            name: 'find_invoice',
            parameters: { number: { type: 'string' } },
            trigger: /\binvoices?\b/iu,
            returnsControl: false,
          },
        ],
        knowledgeBaseIds: [],
        collaborators: [],
        hasPreProcessing: false,
      },
    ],
    guardrailId: 'emulatorgrd',
    hasPreProcessing: true,
  };
}

/** The agent that a request of InvokeInlineAgent describes. */
export function readInlineAgent(body: JsonObject): AgentDefinition {
  const definitions = asArray(body.collaborators).map(asObject);
  return {
    name: asString(body.agentName) || 'inline-agent',
    aliasArn: buildAliasArn('INLINE_AGENT', asString(body.agentName) || 'inline-agent'),
    foundationModel: asString(body.foundationModel),
    instruction: asString(body.instruction),
    tools: asArray(body.actionGroups).map(asObject).flatMap(readActionGroup),
    knowledgeBaseIds: asArray(body.knowledgeBases).map((base) => asString(asObject(base).knowledgeBaseId)),
    collaborators: definitions.map(readInlineAgent),
    ...(isJsonObject(body.guardrailConfiguration)
      ? { guardrailId: asString(body.guardrailConfiguration.guardrailIdentifier) }
      : {}),
    hasPreProcessing: false,
  };
}

function readActionGroup(group: JsonObject): AgentTool[] {
  const actionGroup = asString(group.actionGroupName);
  const returnsControl = asObject(group.actionGroupExecutor).customControl === 'RETURN_CONTROL';
  return asArray(asObject(group.functionSchema).functions)
    .map(asObject)
    .map((declared) => {
      const words = `${asString(declared.name)} ${asString(declared.description)}`.match(/\p{L}{4,}/gu) ?? [];
      const trigger = new RegExp(`\\b(?:${words.join('|') || '$^'})`, 'iu');
      const name = asString(declared.name);
      return { actionGroup, name, parameters: asObject(declared.parameters), trigger, returnsControl };
    });
}

function buildAliasArn(agentId: string, agentAliasId: string): string {
  return `arn:aws:bedrock:us-east-1:123456789012:agent-alias/${agentId}/${agentAliasId}`;
}
