/** Paths of entities, for links. */
export const paths = {
  workspaces: (projectId: string) => `/api/atlas/v2/groups/${projectId}/streams`,
  workspace: (projectId: string, name: string) => `${paths.workspaces(projectId)}/${encodeURIComponent(name)}`,
  connection: (projectId: string, workspace: string, name: string) =>
    `${paths.workspace(projectId, workspace)}/connections/${encodeURIComponent(name)}`,
  failoverConnection: (projectId: string, workspace: string, connection: string, id: string) =>
    `${paths.connection(projectId, workspace, connection)}/failoverConnections/${id}`,
  privateLink: (projectId: string, id: string) => `${paths.workspaces(projectId)}/privateLinkConnections/${id}`,
  accountDetails: (projectId: string) => `${paths.workspaces(projectId)}/accountDetails`,
  processor: (projectId: string, workspace: string, name: string) =>
    `${paths.workspace(projectId, workspace)}/processor/${encodeURIComponent(name)}`,
};
