/** What Outcrop needs in the account whose models it calls, and no more. */
export function buildPermissionPolicy(partition: string): object {
  const bedrock = (resource: string) => `arn:${partition}:bedrock:${resource}`;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'CallModels',
        Effect: 'Allow',
        Action: [
          'bedrock:InvokeModel',
          'bedrock:InvokeModelWithResponseStream',
          'bedrock:CountTokens',
          'bedrock:ApplyGuardrail',
        ],
        // A call through a cross-Region profile is authorized on the profile and on the model in every Region it may go to.
        Resource: [
          bedrock('*::foundation-model/*'),
          bedrock('::foundation-model/*'),
          ...[
            'inference-profile',
            'application-inference-profile',
            'provisioned-model',
            'custom-model-deployment',
            'imported-model',
            'prompt-router',
            'default-prompt-router',
            'guardrail',
          ].map((type) => bedrock(`*:*:${type}/*`)),
        ],
      },
      {
        Sid: 'CallPrompts',
        Effect: 'Allow',
        // The second to ask which model a prompt is for.
        Action: ['bedrock:RenderPrompt', 'bedrock:GetPrompt'],
        Resource: [bedrock('*:*:prompt/*')],
      },
      {
        Sid: 'CallMantle',
        Effect: 'Allow',
        // Models, and APIs of models, that only Bedrock's OpenAI-compatible endpoint serves.
        Action: ['bedrock-mantle:CreateInference'],
        Resource: '*',
      },
      {
        Sid: 'SeeModels',
        Effect: 'Allow',
        Action: [
          'bedrock:ListFoundationModels',
          'bedrock:GetFoundationModel',
          'bedrock:ListInferenceProfiles',
          'bedrock:GetInferenceProfile',
        ],
        Resource: '*',
      },
    ],
  };
}
