using Agentic.Orchestration.Api;
using Agentic.Orchestration.Api.SignIn;
using Agentic.Orchestration.Identity.OpenIdConnect;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Agentic.Orchestration.Tests.Identity;

/// <summary>Nobody is told that the sign-in was wrong when it was the provider or we who failed.</summary>
public sealed class SignInFailureTests
{
    public static TheoryData<Exception?, int, string> Failures =>
        new()
        {
            { new NotAdmittedException("No group of yours is known here."), 401, "No group of yours" },
            { new SecurityTokenInvalidAudienceException("for others"), 401, "token is not valid" },
            { new OpenIdConnectProtocolInvalidNonceException("another nonce"), 401, "token is not valid" },
            { new OpenIdConnectProtocolException("the code was used"), 401, "does not accept the code" },
            { new AuthenticationFailureException("Correlation failed."), 401, "Begin again" },
            { null, 401, "Begin again" },
            { new HttpRequestException("refused"), 503, "provider does not answer" },
            { new TaskCanceledException("no answer in time"), 503, "provider does not answer" },
            { new StoreUnavailableException("The store did not commit.", new IOException("disk full")), 503, "Try again soon" },
            { new KeyNotFoundException("a mistake of ours"), 500, "Ask an administrator" },
        };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Failure_IsToldAsWhatItWas(Exception? failure, int status, string says)
    {
        var told = OpenIdServices.Explain(failure).ToResult();
        told.StatusCode.ShouldBe(status);
        told.ProblemDetails.Detail.ShouldNotBeNull().ShouldContain(says);
    }
}
