//! What pages are made of: one thing shown per file, values in and intents out.
//!
//! Knows no context, no document and no domain type: a page passes plain values
//! or signals and receives callbacks. Every sentence comes from `i18n`.
//! Each file has a stylesheet of the same name under `style/components/`.

pub mod app_bar;
pub mod ballot_foot;
pub mod button;
pub mod card_back;
pub mod card_tabs;
pub mod card_turn;
pub mod choice;
pub mod comment_list;
pub mod council_legend;
pub mod council_picker;
pub mod countdown;
pub mod deck;
pub mod dialog;
pub mod dot_plot;
pub mod duplicate_hint;
pub mod error_panel;
pub mod field;
pub mod follow_up_row;
pub mod icon;
pub mod join_code;
pub mod look;
pub mod moderation;
pub mod notice;
pub mod number_field;
pub mod page_head;
pub mod panel;
pub mod pictogram;
pub mod playing_card;
pub mod poster;
pub mod prepared_proposal;
pub mod proposal_row;
pub mod qr_code;
pub mod ranking;
pub mod search_field;
pub mod select_field;
pub mod sheet_change;
pub mod stage;
pub mod status;
pub mod status_pill;
pub mod step_bars;
pub mod step_change;
pub mod sticker;
pub mod voter_code_field;

pub use app_bar::{AppBar, CouncilBadge};
pub use ballot_foot::BallotFoot;
pub use button::{Button, ButtonKind, FormActions, LinkButton};
pub use card_back::CardBack;
pub use card_tabs::{CardTab, CardTabs};
pub use card_turn::CardTurn;
pub use choice::{ChoiceGroup, ChoiceKind, ChoiceTile};
pub use comment_list::{CommentChoice, CommentList, CommentView};
pub use council_legend::CouncilLegend;
pub use council_picker::CouncilPicker;
pub use countdown::Countdown;
pub use deck::Deck;
pub use dialog::Dialog;
pub use dot_plot::{DotPlot, DotPlotMark, DotPlotRow};
pub use duplicate_hint::{DuplicateHint, DuplicateView};
pub use error_panel::ErrorPanel;
pub use field::{TextArea, TextField};
pub use follow_up_row::{FollowUpRow, FollowUpView};
pub use icon::Icon;
pub use join_code::JoinCode;
pub use look::{CardLook, CouncilLook};
pub use moderation::{Moderation, ModerationChoice, ModerationView};
pub use notice::{Notice, NoticeTone};
pub use number_field::NumberField;
pub use page_head::PageHead;
pub use panel::Panel;
pub use pictogram::Pictogram;
pub use playing_card::PlayingCard;
pub use poster::{Poster, PosterView};
pub use prepared_proposal::{PreparedAction, PreparedButton, PreparedProposal, PreparedView};
pub use proposal_row::ProposalRow;
pub use qr_code::QrCode;
pub use ranking::{RANKING_DOTS_MAX, RankRow, Ranking};
pub use search_field::SearchField;
pub use select_field::SelectField;
pub use sheet_change::{SheetChange, SheetChangeView};
pub use stage::Stage;
pub use status::{SaveStatus, StatusLine, SyncStatus};
pub use status_pill::{ActionStep, StatusPill, StepMark};
pub use step_bars::{StepBar, StepBars, StepSummary};
pub use step_change::{StepChange, StepChangeView};
pub use sticker::Sticker;
pub use voter_code_field::VoterCodeField;

use std::sync::atomic::{AtomicU32, Ordering};

/// Gives an element id that no other element of this page load has.
///
/// `prefix` says in the inspector what the element is.
fn unique_id(prefix: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
