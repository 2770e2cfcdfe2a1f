/** Roles that a credential can hold in a project (admin-api.md 2). */
export const projectRoles = [
  "GROUP_OWNER",
  "GROUP_STREAM_PROCESSING_OWNER",
  "GROUP_STREAM_PROCESSING_MANAGER",
  "GROUP_DATA_ACCESS_ADMIN",
  "GROUP_DATA_ACCESS_READ_WRITE",
  "GROUP_DATA_ACCESS_READ_ONLY",
  "GROUP_READ_ONLY",
] as const;

/** Roles that a credential can hold in an organisation; they reach every project in it. */
export const organizationRoles = ["ORG_OWNER", "ORG_STREAM_PROCESSING_ADMIN", "ORG_READ_ONLY"] as const;

export type ProjectRole = (typeof projectRoles)[number];
export type OrganizationRole = (typeof organizationRoles)[number];
export type Role = ProjectRole | OrganizationRole;
