namespace Agentic.Orchestration.Identity;

/// <summary>What a token stands for.</summary>
internal enum SessionKind
{
    /// <summary>An account of the directory; its subject is the user's name.</summary>
    Account,

    /// <summary>A customer who has shown who they are; its subject is the customer's id.</summary>
    Customer,

    /// <summary>
    /// Whoever holds a signed link; its subject is the one request that it opens and that request's customer.
    /// </summary>
    Link,
}
