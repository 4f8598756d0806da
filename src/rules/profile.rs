//! How sure a rule is, and what that makes of its findings in a profile.

/// How well a rule is founded, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Authority {
    /// A vendor page states it.
    Documented,
    /// The vendor's whole samples all show it, and no page contradicts it.
    Sampled,
    /// Every call-control system compared agrees, and no counter-example was found.
    Universal,
    /// Inferred; a counter-example or a gap is named.
    Derived,
    /// Worth reporting, never wrong.
    Note,
}

impl Authority {
    /// All five, strongest first.
    pub const ALL: [Authority; 5] = [
        Authority::Documented,
        Authority::Sampled,
        Authority::Universal,
        Authority::Derived,
        Authority::Note,
    ];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Authority::Documented => "documented",
            Authority::Sampled => "sampled",
            Authority::Universal => "universal",
            Authority::Derived => "derived",
            Authority::Note => "note",
        }
    }
}

/// How strict a run is: core ⊂ standard ⊂ strict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Profile {
    /// Documented and sampled rules are errors.
    Core,
    /// And universal ones; the default.
    #[default]
    Standard,
    /// And derived ones.
    Strict,
}

impl Profile {
    /// All three, mildest first.
    pub const ALL: [Profile; 3] = [Profile::Core, Profile::Standard, Profile::Strict];

    /// Its name on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Profile::Core => "core",
            Profile::Standard => "standard",
            Profile::Strict => "strict",
        }
    }

    /// The severity of a rule, which follows from its authority.
    pub fn severity(self, authority: Authority) -> Severity {
        let least = match self {
            Profile::Core => Authority::Sampled,
            Profile::Standard => Authority::Universal,
            Profile::Strict => Authority::Derived,
        };
        match authority {
            Authority::Note => Severity::Note,
            stronger if stronger <= least => Severity::Error,
            Authority::Documented
            | Authority::Sampled
            | Authority::Universal
            | Authority::Derived => Severity::Warning,
        }
    }
}

/// How severe a finding is, most severe first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The run is nonconformant.
    Error,
    /// Reported; the run may still conform.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// All three, most severe first.
    pub const ALL: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}
