// Written by scripts/write-cloud-models.ts from the model classes of @alicloud/ram20150501 1.2.1. Don't edit.
import type { RequestModels } from './request-model.ts';

/** What the requests of RAM's operations may carry. */
export const ramRequests: RequestModels = {
  AttachPolicyToUser: { query: { PolicyName: 'string', PolicyType: 'string', ResourceGroupId: 'string', UserName: 'string' } },
  CreateAccessKey: { query: { UserName: 'string' } },
  CreatePolicy: { query: { Description: 'string', PolicyDocument: 'string', PolicyName: 'string', Tag: 'json' } },
  CreatePolicyVersion: { query: { PolicyDocument: 'string', PolicyName: 'string', RotateStrategy: 'string', SetAsDefault: 'boolean' } },
  CreateUser: { query: { Comments: 'string', DisplayName: 'string', Email: 'string', MobilePhone: 'string', UserName: 'string' } },
  DeleteAccessKey: { query: { UserAccessKeyId: 'string', UserName: 'string' } },
  DeletePolicy: { query: { CascadingDelete: 'boolean', PolicyName: 'string' } },
  DeletePolicyVersion: { query: { PolicyName: 'string', VersionId: 'string' } },
  DeleteUser: { query: { UserName: 'string' } },
  DetachPolicyFromUser: { query: { PolicyName: 'string', PolicyType: 'string', ResourceGroupId: 'string', UserName: 'string' } },
  GetPolicy: { query: { PolicyName: 'string', PolicyType: 'string' } },
  GetPolicyVersion: { query: { PolicyName: 'string', PolicyType: 'string', VersionId: 'string' } },
  GetUser: { query: { UserName: 'string' } },
  ListAccessKeys: { query: { UserName: 'string' } },
  ListEntitiesForPolicy: { query: { PolicyName: 'string', PolicyType: 'string' } },
  ListPolicies: { query: { Marker: 'string', MaxItems: 'number', PolicyType: 'string', Tag: 'json' } },
  ListPoliciesForUser: { query: { UserName: 'string' } },
  ListPolicyVersions: { query: { PolicyName: 'string', PolicyType: 'string' } },
  ListUsers: { query: { Marker: 'string', MaxItems: 'number' } },
  SetDefaultPolicyVersion: { query: { PolicyName: 'string', VersionId: 'string' } },
  UpdateAccessKey: { query: { Status: 'string', UserAccessKeyId: 'string', UserName: 'string' } },
};
