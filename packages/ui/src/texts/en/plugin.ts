export const PLUGIN = {
  'settings.page.plugins': 'Plugins',
  'plugin.lead':
    'Plugins run shut away from your messages and files. Each may do only what you allow here, and always as you: never more than you may yourself.',
  'plugin.loading': 'Looking for plugins…',
  'plugin.none': 'No plugins yet. Add one below, or get a .plexiplugin file from somebody you trust.',
  'plugin.shipped': 'Come with PlexiChat',
  'plugin.add': 'Add',
  'plugin.add.name': 'Add {name}',
  'plugin.install': 'Install from a file…',
  'plugin.by': 'Version {version}, by {author} (the name that they give themselves)',
  'plugin.state.running': 'Running',
  'plugin.state.idle': 'Allowed',
  'plugin.state.waiting': 'Waits for you',
  'plugin.state.stopped': 'Stopped',
  'plugin.problem': 'It was stopped: {problem}. Reload it to try again.',
  'plugin.reload.problem':
    'What lies where it came from cannot be loaded ({code}). The version that you have goes on.',
  'plugin.asks': 'It asks to',
  'plugin.asks.more': 'It also asks to',
  'plugin.may': 'It may',
  'plugin.asks.nothing': 'Nothing beyond its own panel.',
  'plugin.granted.person':
    '{where, select, space {Allowed by you, in {space}.} other {Allowed by you, everywhere, direct messages included.}}',
  'plugin.granted.space': 'Allowed by the admins of {space}, there.',
  'plugin.exact': 'The exact terms',
  'plugin.key': 'Author’s key: {key}…',
  'plugin.hash': 'Package: {hash}…',
  'plugin.allow': 'Allow everywhere',
  'plugin.allow.space': 'Allow in {space}',
  'plugin.withdraw': 'Withdraw',
  'plugin.open': 'Open its panel',
  'plugin.reload': 'Reload',
  'plugin.remove': 'Remove',
  'plugin.remove.title': 'Remove {name}?',
  'plugin.remove.what':
    '{name} and everything that it kept on this device are deleted. This cannot be undone.',
  'plugin.nav': 'Panels of plugins',
  'plugin.panel': 'Panel of {name}',
  'plugin.opening': 'Opening…',
  'plugin.astray': '{name} tried to show another page here. Its panel was closed.',
  'plugin.over':
    '{name} is allowed nothing any more, so its panel was closed. If it was an admin of the space who withdrew that, ask them; the settings say what it asks for.',
  'plugin.astray.again': 'Open it again',
  'plugin.palette': 'Open {name}',
  'plugin.says': '{name}: {words}',
  'plugin.may.channel': '(in one channel only)',
  'plugin.may.use':
    '{what, select, storage {Keep notes of its own on this device, sealed} clock {Wake up at times that it chose} command {Offer commands that begin with /} notify {Show you notices} other {Use {what}}}',
  'plugin.may.hear':
    '{event, select, messages {Read new messages as they arrive} changed {Read messages that were edited} typing {See who is writing} presence {See who is there} space {Be told when members, channels or roles change} spaces {Be told when you join or leave a space} settings {Be told when your settings change} unread {Be told when something is unread} reports {Be told of reports} sync {Be told where things stand with relays} other {Be told of changes: {event}}}',
  'plugin.may.read':
    '{noun, select, message {Read messages} channel {See channels and who is in them} member {See the members} mention {Read where you are mentioned} space {See your spaces and their rules} dm {See your direct messages} file {Read files} canvas {Read canvases} report {Read reports} settings {Read your settings} profile {Read profiles} presence {See who is there} scheduled {Read what you send later} invite {Look at invites} sync {See where things stand with relays} unread {See what is unread} governance {See who decided what, and why} owner {See the owners and their votes} fork {See devices that wrote two histories} ai {See AI nodes and what they were asked} other {Look up: {noun}}}',
  'plugin.may.do':
    '{what, select, message_send {Write messages as you} message_reply {Answer messages as you} message_schedule {Write messages as you, later} message_delete {Delete your messages} message_edit {Change your messages} message_react {React to messages as you} member_remove {Remove members, as far as you may} member_role {Change roles, as far as you may} invite_create {Invite people, as far as you may} channel_create {Make channels, as far as you may} settings_set {Change your settings} owner_add {Vote for owners, if you are one} owner_drop {Vote for owners, if you are one} ai_ask {Ask AI nodes as you} member_mute {Mute members, as far as you may} member_unmute {Give members their voice back, as far as you may} member_ban {Ban members, as far as you may} member_unban {Lift bans, as far as you may} invite_revoke {Withdraw invites, as far as you may} channel_admit {Admit guests and AI nodes to channels, as far as you may} channel_dismiss {End such admissions, as far as you may} channel_retain {Set how long messages stay, as far as you may} channel_archive {Archive channels, as far as you may} report_close {Decide reports, as far as you may} report_review {Decide appeals, as far as you may} governance_sign {Sign as you what was decided as final} fork_settle {Say which history of a device counts, as far as you may} channel_moderate {Set how a channel is moderated, as far as you may} other {{summary}, as you}}',
  'plugin.may.all':
    '{noun, select, message {Read, write and change messages as you} channel {Do everything with channels that you may} member {Do everything with members that you may} space {Do everything with spaces that you may} file {Read and send files as you} other {Do everything about “{noun}” that you may}}',
} as const;
