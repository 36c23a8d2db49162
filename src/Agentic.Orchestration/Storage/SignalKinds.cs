namespace Agentic.Orchestration.Storage;

internal static class SignalKinds
{
    /// <summary>A journal has grown: the request, its version and its state.</summary>
    public const string Journal = "journal";

    /// <summary>A table that hosts remember was written to.</summary>
    public const string Table = "table";

    /// <summary>Somebody has opened or left an approval: the approval, and who.</summary>
    public const string Presence = "presence";

    /// <summary>Somebody tried to sign in: the user, whether it went well, and from where.</summary>
    public const string SignIn = "sign-in";
}
