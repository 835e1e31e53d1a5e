import type * as wire from "./wire.gen";

type Any =
  | wire.PutEntry
  | wire.WithdrawEntry
  | wire.SaveDraft
  | wire.Finish
  | wire.Hand
  | wire.Say
  | wire.TakeRole
  | wire.Pen
  | wire.CallFacilitator
  | wire.Lost
  | wire.AnswerRelease
  | wire.ReleaseOwn
  | wire.Go
  | wire.Clock
  | wire.Skip
  | wire.SetStage
  | wire.CloseSession
  | wire.ProposeGroups
  | wire.MovePerson
  | wire.PinPerson
  | wire.SendGroups
  | wire.OpenRooms
  | wire.CloseGroups
  | wire.PlaceLate
  | wire.Admit
  | wire.AddCaller
  | wire.Message
  | wire.BringHere
  | wire.Promote
  | wire.PutTheme
  | wire.PutUnder
  | wire.Choose
  | wire.Knock
  | wire.ShowOnScreen
  | wire.SetCallMode
  | wire.TickMoves
  | wire.CallName
  | wire.GatherRooms
  | wire.SayRoom
  | wire.AnswerRoom
  | wire.Found
  | wire.CorrectMeeting;

type Plain<T> = T extends unknown ? Omit<T, "t" | "op_id"> : never;

/** An operation without what the connection adds. */
export type Operation = Plain<Any>;
