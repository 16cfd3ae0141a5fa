/** One icon per noun; nothing else picks an icon for these. */
export {
  IconBox as ProjectIcon,
  IconGitBranch as RepositoryIcon,
  IconGitCommit as ChangeIcon,
  IconGitPullRequest as PullRequestIcon,
  IconTimeline as PipelineIcon,
  IconRocket as DeploymentIcon,
  IconWorld as LiveIcon,
  IconSubtask as TaskIcon,
  IconRobot as AgentIcon,
  IconRoute2 as JourneyIcon,
  IconServer as SystemIcon,
  IconInbox as InboxIcon,
  IconListCheck as WorkIcon,
  IconHome as HomeIcon,
  IconSearch as SearchIcon,
  IconCircleDot as IssueIcon,
  IconFolder as FolderIcon,
  IconFile as FileIcon,
  IconTag as TagIcon,
  IconFolderSymlink as SubmoduleIcon,
  IconUser as PersonIcon,
} from '@tabler/icons-react';
export { type Icon as NounIcon } from '@tabler/icons-react';

/** Icon sizes in CSS pixels: in text and in navigation. */
export const ICON = { size: 16, stroke: 1.5 } as const;
export const NAV_ICON = { size: 20, stroke: 1.5 } as const;
