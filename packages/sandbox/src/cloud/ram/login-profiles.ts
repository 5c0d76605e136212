import type { JsonObject } from '../json.ts';
import { reading, writing, type RpcOperations } from '../rpc/rpc-service.ts';
import { ServiceError } from '../service-error.ts';
import { isoSeconds } from '../time-format.ts';
import type { LoginProfile, RamState } from './ram-state.ts';
import { findUser } from './users.ts';

/** RAM's operations on the console logins of users. Passwords are not kept. */
export function loginProfileOperations(ram: RamState, now: () => number): RpcOperations {
  const body = (userName: string, profile: LoginProfile): JsonObject => ({
    LoginProfile: { UserName: userName, PasswordResetRequired: profile.passwordResetRequired, MFABindRequired: profile.mfaBindRequired, CreateDate: isoSeconds(profile.created) },
  });

  return {
    CreateLoginProfile: writing(({ parameters }) => {
      const user = findUser(ram, parameters);
      parameters.required('Password');
      if (ram.loginProfiles.has(user.name)) throw new ServiceError(409, 'EntityAlreadyExists.User.LoginProfile', `The user ${user.name} has a login profile already.`);
      const profile: LoginProfile = { created: now(), passwordResetRequired: parameters.flag('PasswordResetRequired'), mfaBindRequired: parameters.flag('MFABindRequired') };
      ram.loginProfiles.set(user.name, profile);
      return body(user.name, profile);
    }),

    GetLoginProfile: reading(({ parameters }) => {
      const user = findUser(ram, parameters);
      return body(user.name, findProfile(ram, user.name));
    }),

    DeleteLoginProfile: writing(({ parameters }) => {
      const user = findUser(ram, parameters);
      findProfile(ram, user.name);
      ram.loginProfiles.delete(user.name);
      return {};
    }),
  };
}

function findProfile(ram: RamState, userName: string): LoginProfile {
  const profile = ram.loginProfiles.get(userName);
  if (profile === undefined) throw new ServiceError(404, 'EntityNotExist.User.LoginProfile', `The user ${userName} has no login profile.`);
  return profile;
}
