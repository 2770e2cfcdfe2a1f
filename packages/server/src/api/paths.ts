/** Paths of entities, for links. */
export const paths = {
  workspaces: (projectId: string) => `/api/atlas/v2/groups/${projectId}/streams`,
  workspace: (projectId: string, name: string) => `${paths.workspaces(projectId)}/${encodeURIComponent(name)}`,
  connection: (projectId: string, workspace: string, name: string) =>
    `${paths.workspace(projectId, workspace)}/connections/${encodeURIComponent(name)}`,
  processor: (projectId: string, workspace: string, name: string) =>
    `${paths.workspace(projectId, workspace)}/processor/${encodeURIComponent(name)}`,
};
