export interface RolePolicies {
  trust: object;
  permissions: object;
}

const roleName = 'outcrop-bedrock';
const policyName = 'outcrop-bedrock';

const writeJson = (value: object, indent = 0): string =>
  JSON.stringify(value, null, 2).replaceAll('\n', `\n${' '.repeat(indent)}`);

/** For the `aws` command line, in any POSIX shell. No policy holds a single quote. */
export function buildCliScript({ trust, permissions }: RolePolicies): string {
  return `#!/bin/sh
set -eu

aws iam create-role \\
  --role-name ${roleName} \\
  --description 'Lets Outcrop call Amazon Bedrock' \\
  --assume-role-policy-document '${writeJson(trust)}'

aws iam put-role-policy \\
  --role-name ${roleName} \\
  --policy-name ${policyName} \\
  --policy-document '${writeJson(permissions)}'

aws iam get-role --role-name ${roleName} --query Role.Arn --output text
`;
}

/** JSON, which CloudFormation takes as it takes YAML. */
export function buildCloudFormation({ trust, permissions }: RolePolicies): string {
  return `${writeJson({
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Lets Outcrop call Amazon Bedrock',
    Resources: {
      OutcropRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: roleName,
          Description: 'Lets Outcrop call Amazon Bedrock',
          AssumeRolePolicyDocument: trust,
          Policies: [{ PolicyName: policyName, PolicyDocument: permissions }],
        },
      },
    },
    Outputs: {
      RoleArn: {
        Description: 'Paste this into Outcrop',
        Value: { 'Fn::GetAtt': ['OutcropRole', 'Arn'] },
      },
    },
  })}\n`;
}

/** `jsonencode` would need the policies in Terraform's own syntax; a heredoc takes them as they are. */
export function buildTerraform({ trust, permissions }: RolePolicies): string {
  return `resource "aws_iam_role" "outcrop" {
  name        = "${roleName}"
  description = "Lets Outcrop call Amazon Bedrock"

  assume_role_policy = <<-JSON
    ${writeJson(trust, 4)}
  JSON
}

resource "aws_iam_role_policy" "outcrop" {
  name = "${policyName}"
  role = aws_iam_role.outcrop.id

  policy = <<-JSON
    ${writeJson(permissions, 4)}
  JSON
}

output "outcrop_role_arn" {
  value = aws_iam_role.outcrop.arn
}
`;
}
