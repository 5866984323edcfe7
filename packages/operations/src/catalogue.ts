/** The catalogue [O1]: every operation, one file each. Nothing is exposed that is not here. */
import type { z } from 'zod';
import accountAutolock from './catalogue/account/autolock.ts';
import accountBackup from './catalogue/account/backup.ts';
import accountBlock from './catalogue/account/block.ts';
import accountBlocked from './catalogue/account/blocked.ts';
import accountCreate from './catalogue/account/create.ts';
import accountExport from './catalogue/account/export.ts';
import accountLock from './catalogue/account/lock.ts';
import accountPassphrase from './catalogue/account/passphrase.ts';
import accountPhrase from './catalogue/account/phrase.ts';
import accountProtection from './catalogue/account/protection.ts';
import accountRestore from './catalogue/account/restore.ts';
import accountShow from './catalogue/account/show.ts';
import accountUnblock from './catalogue/account/unblock.ts';
import accountUnlock from './catalogue/account/unlock.ts';
import aiAnswer from './catalogue/ai/answer.ts';
import aiAsk from './catalogue/ai/ask.ts';
import aiKeyCreate from './catalogue/ai/key/create.ts';
import aiKeyList from './catalogue/ai/key/list.ts';
import aiKeyRevoke from './catalogue/ai/key/revoke.ts';
import aiList from './catalogue/ai/list.ts';
import aiLog from './catalogue/ai/log.ts';
import aiModelList from './catalogue/ai/model/list.ts';
import aiSay from './catalogue/ai/say.ts';
import aiStart from './catalogue/ai/start.ts';
import aiStatus from './catalogue/ai/status.ts';
import aiStop from './catalogue/ai/stop.ts';
import aiTally from './catalogue/ai/tally.ts';
import aiTell from './catalogue/ai/tell.ts';
import appAttend from './catalogue/app/attend.ts';
import appPanel from './catalogue/app/panel.ts';
import appQuit from './catalogue/app/quit.ts';
import appSecond from './catalogue/app/second.ts';
import appShare from './catalogue/app/share.ts';
import appShow from './catalogue/app/show.ts';
import canvasCompare from './catalogue/canvas/compare.ts';
import canvasCursor from './catalogue/canvas/cursor.ts';
import canvasEdit from './catalogue/canvas/edit.ts';
import canvasHistory from './catalogue/canvas/history.ts';
import canvasName from './catalogue/canvas/name.ts';
import canvasOpen from './catalogue/canvas/open.ts';
import canvasRestore from './catalogue/canvas/restore.ts';
import canvasShow from './catalogue/canvas/show.ts';
import canvasUpdate from './catalogue/canvas/update.ts';

import channelAdd from './catalogue/channel/add.ts';
import channelAdmissions from './catalogue/channel/admissions.ts';
import channelAdmit from './catalogue/channel/admit.ts';
import channelArchive from './catalogue/channel/archive.ts';
import channelChanges from './catalogue/channel/changes.ts';
import channelCreate from './catalogue/channel/create.ts';
import channelDismiss from './catalogue/channel/dismiss.ts';
import channelList from './catalogue/channel/list.ts';
import channelMembers from './catalogue/channel/members.ts';
import channelModerate from './catalogue/channel/moderate.ts';
import channelMute from './catalogue/channel/mute.ts';
import channelNotify from './catalogue/channel/notify.ts';
import channelPolicy from './catalogue/channel/policy.ts';
import channelRemove from './catalogue/channel/remove.ts';
import channelRename from './catalogue/channel/rename.ts';
import channelRetain from './catalogue/channel/retain.ts';
import channelTopic from './catalogue/channel/topic.ts';

import deviceAdopt from './catalogue/device/adopt.ts';
import deviceLink from './catalogue/device/link.ts';
import deviceList from './catalogue/device/list.ts';
import deviceName from './catalogue/device/name.ts';
import deviceRemove from './catalogue/device/remove.ts';
import dmAccept from './catalogue/dm/accept.ts';
import dmDecline from './catalogue/dm/decline.ts';
import dmList from './catalogue/dm/list.ts';
import dmOpen from './catalogue/dm/open.ts';
import draftKey from './catalogue/draft/key.ts';
import fileBegin from './catalogue/file/begin.ts';
import fileCancel from './catalogue/file/cancel.ts';
import fileFinish from './catalogue/file/finish.ts';
import fileGet from './catalogue/file/get.ts';
import fileList from './catalogue/file/list.ts';
import filePause from './catalogue/file/pause.ts';
import filePut from './catalogue/file/put.ts';
import fileRead from './catalogue/file/read.ts';
import fileResume from './catalogue/file/resume.ts';
import fileSend from './catalogue/file/send.ts';
import fileShow from './catalogue/file/show.ts';
import fileStatus from './catalogue/file/status.ts';
import forkList from './catalogue/fork/list.ts';
import forkSettle from './catalogue/fork/settle.ts';
import governanceLog from './catalogue/governance/log.ts';
import governanceSign from './catalogue/governance/sign.ts';
import governanceStatus from './catalogue/governance/status.ts';
import governanceVerify from './catalogue/governance/verify.ts';
import governanceWhy from './catalogue/governance/why.ts';
import inviteCreate from './catalogue/invite/create.ts';
import inviteList from './catalogue/invite/list.ts';
import invitePreview from './catalogue/invite/preview.ts';
import inviteRevoke from './catalogue/invite/revoke.ts';
import memberBan from './catalogue/member/ban.ts';
import memberBans from './catalogue/member/bans.ts';
import memberList from './catalogue/member/list.ts';
import memberMute from './catalogue/member/mute.ts';
import memberNumber from './catalogue/member/number.ts';
import memberRemove from './catalogue/member/remove.ts';
import memberRole from './catalogue/member/role.ts';
import memberUnban from './catalogue/member/unban.ts';
import memberUnmute from './catalogue/member/unmute.ts';
import memberUnverify from './catalogue/member/unverify.ts';
import memberVerified from './catalogue/member/verified.ts';
import memberVerify from './catalogue/member/verify.ts';
import mentionList from './catalogue/mention/list.ts';
import messageCheck from './catalogue/message/check.ts';
import messageClose from './catalogue/message/close.ts';
import messageDelete from './catalogue/message/delete.ts';
import messageEdit from './catalogue/message/edit.ts';
import messageHide from './catalogue/message/hide.ts';
import messageHistory from './catalogue/message/history.ts';
import messageImport from './catalogue/message/import.ts';
import messageList from './catalogue/message/list.ts';
import messagePin from './catalogue/message/pin.ts';
import messagePins from './catalogue/message/pins.ts';
import messagePoll from './catalogue/message/poll.ts';
import messageReact from './catalogue/message/react.ts';
import messageReply from './catalogue/message/reply.ts';
import messageSave from './catalogue/message/save.ts';
import messageSaved from './catalogue/message/saved.ts';
import messageSchedule from './catalogue/message/schedule.ts';
import messageSearch from './catalogue/message/search.ts';
import messageSend from './catalogue/message/send.ts';
import messageShow from './catalogue/message/show.ts';
import messageThread from './catalogue/message/thread.ts';
import messageVote from './catalogue/message/vote.ts';
import moderationClassify from './catalogue/moderation/classify.ts';
import ownerAdd from './catalogue/owner/add.ts';
import ownerDrop from './catalogue/owner/drop.ts';
import ownerList from './catalogue/owner/list.ts';
import ownerUndo from './catalogue/owner/undo.ts';
import peerUp from './catalogue/peer/up.ts';
import pluginAsk from './catalogue/plugin/ask.ts';
import pluginCall from './catalogue/plugin/call.ts';
import pluginGrant from './catalogue/plugin/grant.ts';
import pluginInstall from './catalogue/plugin/install.ts';
import pluginList from './catalogue/plugin/list.ts';
import pluginLog from './catalogue/plugin/log.ts';
import pluginPanel from './catalogue/plugin/panel.ts';
import pluginReload from './catalogue/plugin/reload.ts';
import pluginRemove from './catalogue/plugin/remove.ts';
import pluginRevoke from './catalogue/plugin/revoke.ts';
import pluginRun from './catalogue/plugin/run.ts';
import pluginShipped from './catalogue/plugin/shipped.ts';
import pluginSign from './catalogue/plugin/sign.ts';
import presenceActive from './catalogue/presence/active.ts';
import presenceList from './catalogue/presence/list.ts';
import presenceSet from './catalogue/presence/set.ts';
import profileCheck from './catalogue/profile/check.ts';
import profileSet from './catalogue/profile/set.ts';
import profileShow from './catalogue/profile/show.ts';
import proofCheck from './catalogue/proof/check.ts';
import proofExport from './catalogue/proof/export.ts';
import proofList from './catalogue/proof/list.ts';
import relayStart from './catalogue/relay/start.ts';
import relayStatus from './catalogue/relay/status.ts';
import relayStop from './catalogue/relay/stop.ts';
import reportAcknowledge from './catalogue/report/acknowledge.ts';
import reportAppeal from './catalogue/report/appeal.ts';
import reportClose from './catalogue/report/close.ts';
import reportCreate from './catalogue/report/create.ts';
import reportList from './catalogue/report/list.ts';
import reportNotices from './catalogue/report/notices.ts';
import reportPreview from './catalogue/report/preview.ts';
import reportReview from './catalogue/report/review.ts';
import reportShow from './catalogue/report/show.ts';
import scheduledCancel from './catalogue/scheduled/cancel.ts';
import scheduledEdit from './catalogue/scheduled/edit.ts';
import scheduledList from './catalogue/scheduled/list.ts';
import settingsGet from './catalogue/settings/get.ts';
import settingsSet from './catalogue/settings/set.ts';
import spaceCreate from './catalogue/space/create.ts';
import spaceJoin from './catalogue/space/join.ts';
import spaceList from './catalogue/space/list.ts';
import spaceRelay from './catalogue/space/relay.ts';
import spaceRename from './catalogue/space/rename.ts';
import spaceShow from './catalogue/space/show.ts';
import syncPause from './catalogue/sync/pause.ts';
import syncResume from './catalogue/sync/resume.ts';
import syncStatus from './catalogue/sync/status.ts';
import syncWait from './catalogue/sync/wait.ts';
import typingSet from './catalogue/typing/set.ts';
import unreadCatchup from './catalogue/unread/catchup.ts';
import unreadList from './catalogue/unread/list.ts';
import unreadRead from './catalogue/unread/read.ts';
import type { OperationDefinition } from './operation.ts';

export const CATALOGUE = {
  'account.autolock': accountAutolock,
  'account.backup': accountBackup,
  'account.block': accountBlock,
  'account.blocked': accountBlocked,
  'account.create': accountCreate,
  'account.export': accountExport,
  'account.lock': accountLock,
  'account.passphrase': accountPassphrase,
  'account.phrase': accountPhrase,
  'account.protection': accountProtection,
  'account.restore': accountRestore,
  'account.show': accountShow,
  'account.unblock': accountUnblock,
  'account.unlock': accountUnlock,
  'ai.answer': aiAnswer,
  'ai.ask': aiAsk,
  'ai.key.create': aiKeyCreate,
  'ai.key.list': aiKeyList,
  'ai.key.revoke': aiKeyRevoke,
  'ai.list': aiList,
  'ai.log': aiLog,
  'ai.model.list': aiModelList,
  'ai.say': aiSay,
  'ai.start': aiStart,
  'ai.status': aiStatus,
  'ai.stop': aiStop,
  'ai.tally': aiTally,
  'ai.tell': aiTell,
  'app.attend': appAttend,
  'app.panel': appPanel,
  'app.quit': appQuit,
  'app.second': appSecond,
  'app.share': appShare,
  'app.show': appShow,
  'canvas.compare': canvasCompare,
  'canvas.cursor': canvasCursor,
  'canvas.edit': canvasEdit,
  'canvas.history': canvasHistory,
  'canvas.name': canvasName,
  'canvas.open': canvasOpen,
  'canvas.restore': canvasRestore,
  'canvas.show': canvasShow,
  'canvas.update': canvasUpdate,
  'channel.add': channelAdd,
  'channel.admissions': channelAdmissions,
  'channel.admit': channelAdmit,
  'channel.archive': channelArchive,
  'channel.changes': channelChanges,
  'channel.create': channelCreate,
  'channel.dismiss': channelDismiss,
  'channel.list': channelList,
  'channel.members': channelMembers,
  'channel.moderate': channelModerate,
  'channel.mute': channelMute,
  'channel.notify': channelNotify,
  'channel.policy': channelPolicy,
  'channel.remove': channelRemove,
  'channel.rename': channelRename,
  'channel.retain': channelRetain,
  'channel.topic': channelTopic,
  'device.adopt': deviceAdopt,
  'device.link': deviceLink,
  'device.list': deviceList,
  'device.name': deviceName,
  'device.remove': deviceRemove,
  'dm.accept': dmAccept,
  'dm.decline': dmDecline,
  'dm.list': dmList,
  'dm.open': dmOpen,
  'draft.key': draftKey,
  'file.begin': fileBegin,
  'file.cancel': fileCancel,
  'file.finish': fileFinish,
  'file.get': fileGet,
  'file.list': fileList,
  'file.pause': filePause,
  'file.put': filePut,
  'file.read': fileRead,
  'file.resume': fileResume,
  'file.send': fileSend,
  'file.show': fileShow,
  'file.status': fileStatus,
  'fork.list': forkList,
  'fork.settle': forkSettle,
  'governance.log': governanceLog,
  'governance.sign': governanceSign,
  'governance.status': governanceStatus,
  'governance.verify': governanceVerify,
  'governance.why': governanceWhy,
  'invite.create': inviteCreate,
  'invite.list': inviteList,
  'invite.preview': invitePreview,
  'invite.revoke': inviteRevoke,
  'member.ban': memberBan,
  'member.bans': memberBans,
  'member.list': memberList,
  'member.mute': memberMute,
  'member.number': memberNumber,
  'member.remove': memberRemove,
  'member.role': memberRole,
  'member.unban': memberUnban,
  'member.unmute': memberUnmute,
  'member.unverify': memberUnverify,
  'member.verified': memberVerified,
  'member.verify': memberVerify,
  'mention.list': mentionList,
  'message.check': messageCheck,
  'message.close': messageClose,
  'message.delete': messageDelete,
  'message.edit': messageEdit,
  'message.hide': messageHide,
  'message.history': messageHistory,
  'message.import': messageImport,
  'message.list': messageList,
  'message.pin': messagePin,
  'message.pins': messagePins,
  'message.poll': messagePoll,
  'message.react': messageReact,
  'message.reply': messageReply,
  'message.save': messageSave,
  'message.saved': messageSaved,
  'message.schedule': messageSchedule,
  'message.search': messageSearch,
  'message.send': messageSend,
  'message.show': messageShow,
  'message.thread': messageThread,
  'message.vote': messageVote,
  'moderation.classify': moderationClassify,
  'owner.add': ownerAdd,
  'owner.drop': ownerDrop,
  'owner.list': ownerList,
  'owner.undo': ownerUndo,
  'peer.up': peerUp,
  'plugin.ask': pluginAsk,
  'plugin.call': pluginCall,
  'plugin.grant': pluginGrant,
  'plugin.install': pluginInstall,
  'plugin.list': pluginList,
  'plugin.log': pluginLog,
  'plugin.panel': pluginPanel,
  'plugin.reload': pluginReload,
  'plugin.remove': pluginRemove,
  'plugin.revoke': pluginRevoke,
  'plugin.run': pluginRun,
  'plugin.shipped': pluginShipped,
  'plugin.sign': pluginSign,
  'presence.active': presenceActive,
  'presence.list': presenceList,
  'presence.set': presenceSet,
  'profile.check': profileCheck,
  'profile.set': profileSet,
  'profile.show': profileShow,
  'proof.check': proofCheck,
  'proof.export': proofExport,
  'proof.list': proofList,
  'relay.start': relayStart,
  'relay.status': relayStatus,
  'relay.stop': relayStop,
  'report.acknowledge': reportAcknowledge,
  'report.appeal': reportAppeal,
  'report.close': reportClose,
  'report.create': reportCreate,
  'report.list': reportList,
  'report.notices': reportNotices,
  'report.preview': reportPreview,
  'report.review': reportReview,
  'report.show': reportShow,
  'scheduled.cancel': scheduledCancel,
  'scheduled.edit': scheduledEdit,
  'scheduled.list': scheduledList,
  'settings.get': settingsGet,
  'settings.set': settingsSet,
  'space.create': spaceCreate,
  'space.join': spaceJoin,
  'space.list': spaceList,
  'space.relay': spaceRelay,
  'space.rename': spaceRename,
  'space.show': spaceShow,
  'sync.pause': syncPause,
  'sync.resume': syncResume,
  'sync.status': syncStatus,
  'sync.wait': syncWait,
  'typing.set': typingSet,
  'unread.catchup': unreadCatchup,
  'unread.list': unreadList,
  'unread.read': unreadRead,
} as const;

export type OperationId = keyof typeof CATALOGUE;
/** What a caller passes: defaults may be left out. */
export type OperationInput<Id extends OperationId> = z.input<(typeof CATALOGUE)[Id]['input']>;
/** What a handler gets: parsed, with defaults. */
export type ParsedInput<Id extends OperationId> = z.output<(typeof CATALOGUE)[Id]['input']>;
export type OperationOutput<Id extends OperationId> = z.output<(typeof CATALOGUE)[Id]['output']>;

/** A catalogue entry without its particular types. */
export type AnyOperation = OperationDefinition<OperationId, z.ZodType, z.ZodType>;

/** The definition by id, or `undefined`: the id may come from outside. */
export const findOperation = (id: string): AnyOperation | undefined =>
  Object.hasOwn(CATALOGUE, id) ? (CATALOGUE as unknown as Record<string, AnyOperation>)[id] : undefined;

/** Every definition, in the order of ids. */
export const listOperations = (): AnyOperation[] => Object.values(CATALOGUE);
