//! Buttons act, links lead; both look the same.

use leptos::prelude::*;

use crate::i18n::parts;

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The main action of a screen: one per screen.
    Primary,
    /// Any other action.
    #[default]
    Quiet,
    /// An action that cannot be taken back.
    Danger,
}

impl ButtonKind {
    fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Quiet => "quiet",
            Self::Danger => "danger",
        }
    }
}

/// Does something when pressed.
#[component]
pub fn Button(
    /// How much it asks for attention.
    #[prop(optional)]
    kind: ButtonKind,
    /// `button`, or `submit` inside a form.
    #[prop(default = "button")]
    button_type: &'static str,
    /// True while pressing would do nothing; it keeps the focus and says so.
    #[prop(optional, into)]
    unavailable: Signal<bool>,
    /// The person pressed it. A submit button may leave it out.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// Text, with an `Icon` before it if it helps.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type=button_type
            class="button"
            data-kind=kind.name()
            aria-disabled=move || unavailable.get().then_some("true")
            on:click=move |event| {
                if unavailable.get_untracked() {
                    event.prevent_default();
                } else if let Some(on_press) = on_press {
                    on_press.run(());
                }
            }
        >
            {children()}
        </button>
    }
}

/// The two buttons below a form: leave it, or send it.
#[component]
pub fn FormActions(
    /// The person leaves the form.
    #[prop(into)]
    on_cancel: Callback<()>,
    /// Text of the button that sends.
    submit: &'static str,
) -> impl IntoView {
    view! {
        <div class="actions">
            <Button on_press=on_cancel>{parts::cancel()}</Button>
            <Button kind=ButtonKind::Primary button_type="submit">{submit}</Button>
        </div>
    }
}

/// Leads somewhere, with the look of a button.
#[component]
pub fn LinkButton(
    /// Address.
    #[prop(into)]
    href: Signal<String>,
    /// How much it asks for attention.
    #[prop(optional)]
    kind: ButtonKind,
    /// True to open another window; the text says so.
    #[prop(optional)]
    new_window: bool,
    /// Text, with an `Icon` before it if it helps.
    children: Children,
) -> impl IntoView {
    view! {
        <a
            class="button"
            data-kind=kind.name()
            href=move || href.get()
            target=new_window.then_some("_blank")
            rel=new_window.then_some("noopener")
        >
            {children()}
        </a>
    }
}
